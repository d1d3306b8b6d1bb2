import { CorrectPatient } from '../../_parts/correct-patient';

export default async function CorrectPatientPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <CorrectPatient id={id} />;
}
