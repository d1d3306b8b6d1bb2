import type { NextRequest } from 'next/server';
import { handleAuth } from '@/server/auth/handler';

interface Place {
  params: Promise<{ all: string[] }>;
}

async function handle(request: NextRequest, { params }: Place): Promise<Response> {
  return handleAuth(request, (await params).all);
}

export { handle as GET, handle as POST };
