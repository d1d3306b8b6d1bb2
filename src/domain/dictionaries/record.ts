import { defineRecord } from '../record';
import { termLifecycle } from './lifecycle';
import { dictionaryNames, termOwners } from './names';

/** 字典: the words that forms offer, the city's and the house's own. */
export const termRecord = defineRecord({
  module: 'dictionaries',
  table: 'dictionary_list',
  readPermission: 'dictionaries.read',
  exportPermission: 'dictionaries.export',
  orgColumn: 'org_id',
  fields: {
    dictionary: { kind: 'choice', options: dictionaryNames },
    name: { kind: 'text' },
    nameEn: { kind: 'text' },
    owner: { kind: 'choice', options: termOwners },
    position: { kind: 'number' },
    validFrom: { kind: 'day' },
    validTo: { kind: 'day' },
    retiredReason: { kind: 'text' },
    createdAt: { kind: 'instant' },
    listedAt: { kind: 'instant' },
    state: { kind: 'state' },
  },
  listColumns: ['dictionary', 'position', 'name', 'nameEn', 'owner', 'validFrom', 'validTo', 'state'],
  exportColumns: [
    'dictionary',
    'position',
    'name',
    'nameEn',
    'owner',
    'validFrom',
    'validTo',
    'createdAt',
    'retiredReason',
    'state',
  ],
  filters: {
    dictionary: { kind: 'one-of', field: 'dictionary' },
    name: { kind: 'contains', field: 'name' },
    owner: { kind: 'one-of', field: 'owner' },
    state: { kind: 'one-of', field: 'state' },
  },
  orderBy: 'listedAt',
  waitingStates: [],
  lifecycle: termLifecycle,
});
