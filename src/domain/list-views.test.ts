import { describe, expect, it } from 'vitest';
import { columnChoices, columnsShown, decideSaveView, fixedColumns, type ListView, viewsPerList } from './list-views';
import { outboundRecord } from './other-outbounds/record';
import { patientRecord } from './patients/record';
import { movementList } from './stock/record';

const view: ListView = { name: '本周报废', isShared: false, tab: 'discard', filters: {}, columns: null };
const codeOf = (decision: ReturnType<typeof decideSaveView>) => (decision.ok ? 'kept' : decision.violations[0].code);

describe('the columns of a list', () => {
  it('can be its own and what its workbook has beside them', () => {
    const choices = columnChoices(outboundRecord);
    expect(choices.slice(0, outboundRecord.listColumns.length)).toEqual(outboundRecord.listColumns);
    expect(choices).toContain('destroyMethod');
    expect(new Set(choices).size).toBe(choices.length);
  });

  it('never gain what is personal', () => {
    const more = columnChoices(patientRecord).filter((name) => !patientRecord.listColumns.includes(name));
    expect(more.filter((name) => patientRecord.fields[name]?.isPersonal)).toEqual([]);
  });

  it('keep the first alone where rows have no state', () => {
    expect(columnsShown(movementList, [])).toEqual(['at']);
    expect(columnsShown(movementList, ['occurredAt', 'kind'])).toEqual(['at', 'occurredAt', 'kind']);
  });

  it('keep the first and the state, whatever was chosen', () => {
    expect(fixedColumns(outboundRecord)).toEqual(['no', 'state']);
    expect(columnsShown(outboundRecord, [])).toEqual(['no', 'state']);
    expect(columnsShown(outboundRecord, ['state', 'createdAt', 'no', 'createdAt', 'kind', 'nonsense'])).toEqual([
      'no',
      'createdAt',
      'kind',
      'state',
    ]);
    expect(columnsShown(outboundRecord, null)).toEqual(outboundRecord.listColumns);
  });
});

describe('a view', () => {
  it('is kept when all it names exists', () => {
    expect(
      codeOf(decideSaveView({ ...view, columns: ['words'], filters: { kind: 'discard' } }, outboundRecord, [])),
    ).toBe('kept');
  });

  it.each([
    ['a column that is none', { columns: ['password'] }, [], 'view.unknown_column'],
    ['a filter that is none', { filters: { password: 'x' } }, [], 'view.unknown_column'],
    ['a filter that every object has', { filters: { constructor: 'x' } }, [], 'view.unknown_column'],
    ['a name that is taken', {}, [{ name: view.name }], 'view.name_taken'],
    ['one too many', {}, Array.from({ length: viewsPerList }, (_, at) => ({ name: `视图${at}` })), 'view.too_many'],
  ])('is refused with %s', (_, wish, others, code) => {
    expect(codeOf(decideSaveView({ ...view, ...wish }, outboundRecord, others))).toBe(code);
  });
});
