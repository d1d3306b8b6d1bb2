import { RegisterPatient } from '../_parts/register-patient';

export default function RegisterPatientPage() {
  return <RegisterPatient />;
}
