import { handleAttach, handleAttachment } from '@/server/attachment-endpoint';

interface Place {
  params: Promise<{ id: string }>;
}

export async function GET(request: Request, { params }: Place): Promise<Response> {
  return handleAttachment(request, (await params).id);
}

export async function POST(request: Request, { params }: Place): Promise<Response> {
  return handleAttach(request, (await params).id);
}
