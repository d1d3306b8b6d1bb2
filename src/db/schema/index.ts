export * from './bag-receipts';
export * from './clinical-issues';
export * from './kernel';
export * from './organisations';
export * from './other-outbounds';
export * from './patients';
export * from './shipments';
export * from './stock';
