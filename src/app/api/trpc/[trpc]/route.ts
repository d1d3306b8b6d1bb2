import { handleTrpc } from '@/server/trpc-endpoint';

const handle = (request: Request) => handleTrpc(request);

export { handle as GET, handle as POST };
