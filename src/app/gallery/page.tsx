import { ActionParts } from './_parts/action-parts';
import { ControlParts } from './_parts/control-parts';
import { LiveParts } from './_parts/live-parts';
import { SignatureMarks } from './_parts/signature-marks';
import { SigningParts } from './_parts/signing-parts';
import { StateParts } from './_parts/state-parts';
import { StatusParts } from './_parts/status-parts';
import { StopParts } from './_parts/stop-parts';
import { TableParts } from './_parts/table-parts';
import { TextParts } from './_parts/text-parts';

export default function GalleryPage() {
  return (
    <main className="mx-auto max-w-[1366px] px-6 pt-5 pb-10">
      <h1 className="mb-3 text-20 font-bold">部件</h1>
      <SignatureMarks />
      <StatusParts />
      <LiveParts />
      <StateParts />
      <SigningParts />
      <ControlParts />
      <ActionParts />
      <StopParts />
      <TableParts />
      <TextParts />
    </main>
  );
}
