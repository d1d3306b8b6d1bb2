'use client';
export { NuqsAdapter as ListStateProvider } from 'nuqs/adapters/next/app';
