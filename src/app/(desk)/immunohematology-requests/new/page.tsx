import { RegisterImmuno } from '../_parts/register-immuno';

export default function RegisterImmunoPage() {
  return <RegisterImmuno />;
}
