import { readLocale } from '@/i18n/server';
import { handleExport } from '@/server/export-endpoint';

interface Place {
  params: Promise<{ module: string }>;
}

export async function GET(request: Request, { params }: Place): Promise<Response> {
  return handleExport(request, (await params).module, await readLocale());
}
