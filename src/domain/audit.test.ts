import { describe, expect, it } from 'vitest';
import { maySeeContent } from './audit';

describe('what a line of the trail says beside who did what when', () => {
  it('is for whoever may read the records of its module', () => {
    expect(maySeeContent(['hospital_admin'], 'people')).toBe(true);
    expect(maySeeContent(['hospital_admin'], 'patients')).toBe(false);
    expect(maySeeContent(['auditor'], 'patients')).toBe(false);
    expect(maySeeContent(['auditor'], 'bag-receipts')).toBe(true);
    expect(maySeeContent(['hospital_admin', 'reviewer'], 'patients')).toBe(true);
  });
  it('is for nobody where the module is unknown', () => {
    expect(maySeeContent(['hospital_admin', 'auditor', 'reviewer'], 'constructor')).toBe(false);
    expect(maySeeContent(['hospital_admin'], 'toString')).toBe(false);
  });
});
