import { declaredImport } from '@/domain/declared-stock/import';
import { checkCells } from '@/domain/declared-stock/rules';
import { asImportProblems, defineImporter } from '../../kernel/import-file';

/** A hospital's own list of counts. It is read for the grid on the screen, where the zeroes are confirmed; declaring is its own command. */
export const declaredImporter = defineImporter({
  definition: declaredImport,
  async check(scope, rows) {
    const violations = checkCells(
      rows.map(({ row }) => row),
      scope.now,
    );
    return asImportProblems(
      violations.map((violation) => ({ ...violation, path: violation.path?.replace(/^cells\./, 'lines.') ?? '' })),
      rows,
    );
  },
});
