import { RegisterRequest } from '../_parts/register-request';

export default function RegisterRequestPage() {
  return <RegisterRequest />;
}
