import { redirect } from 'next/navigation';
import { menuFor, readDesk } from '../_server/desk';

/** The first page of the day is the first heading this person has. */
export default async function HomePage() {
  const desk = await readDesk();
  if (!desk) redirect('/login');
  const [first] = menuFor(desk);
  redirect(first?.path ?? '/login');
}
