import { readLocale } from '@/i18n/server';
import { handleImport, handleTemplate } from '@/server/import-endpoint';

interface Place {
  params: Promise<{ module: string }>;
}

export async function GET(request: Request, { params }: Place): Promise<Response> {
  return handleTemplate(request, (await params).module, await readLocale());
}

export async function POST(request: Request, { params }: Place): Promise<Response> {
  return handleImport(request, (await params).module);
}
