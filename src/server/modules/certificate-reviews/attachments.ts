import { z } from 'zod';
import { attachmentLimits, checkAttachment, type MediaType } from '@/domain/certificate-reviews/attachments';
import type { Paper } from '@/domain/certificate-reviews/record';
import { attachInput, removeAttachmentInput } from '@/domain/certificate-reviews/schema';
import { decideBy } from '@/domain/result';
import { defineCommand, done, unwrap } from '../../kernel/command';
import { notFound, refusal } from '../../kernel/errors';
import { inScope, type Request, type Scope } from '../../kernel/scope';
import { actorName } from '../stock/post';
import { loadReview } from './load';
import type { ReviewRow } from './present';
import { changeBeside, touchReview } from './touch';

export interface Attachment {
  readonly id: string;
  readonly paper: Paper;
  readonly fileName: string;
  readonly mediaType: MediaType;
  readonly byteSize: number;
  readonly createdBy: string;
  readonly createdAt: Date;
}

/** The papers of a case in the order in which they came. */
export async function loadAttachments({ q }: Scope, reviewId: string): Promise<Attachment[]> {
  return [
    ...(await q<Attachment[]>`
      select id, paper, file_name as "fileName", media_type as "mediaType", byte_size as "byteSize", created_by as "createdBy", created_at as "createdAt"
      from certificate_attachments where review_id = ${reviewId} order by created_at, id`),
  ];
}

/**
 * A paper of the own hospital's case. Its bytes are here already and go to rows of 256 KiB: a slow sender holds memory of his own five megabytes,
 * never a transaction. The case gets another version: whoever is just answering it reads what came.
 */
export const attachCommandOf = (bytes: Buffer) =>
  defineCommand({
    name: 'certificate-reviews.attach',
    permission: 'certificate-reviews.register',
    input: attachInput,
    async run(scope, { reviewId, paper, fileName, mediaType, byteSize, digest }) {
      const review = await lockOwn(scope, reviewId);
      const [known] = await scope.q<{ count: number; isKnown: boolean }[]>`
        select count(*)::int as count, coalesce(bool_or(digest = ${digest}), false) as "isKnown" from certificate_attachments where review_id = ${reviewId}`;
      const facts = {
        no: review.no ?? '',
        state: review.state,
        count: known?.count ?? 0,
        isKnown: known?.isKnown ?? false,
      };
      unwrap(decideBy(checkAttachment(facts), () => null));
      const id = crypto.randomUUID();
      const { orgId, partyOrgId } = review;
      await scope.q`
        insert into certificate_attachments (id, review_id, org_id, party_org_id, paper, file_name, media_type, byte_size, digest, created_by)
        values (${id}, ${reviewId}, ${orgId}, ${partyOrgId}, ${paper}, ${fileName}, ${mediaType}, ${byteSize}, ${digest}, ${actorName(scope)})`;
      for (let seq = 0; seq * attachmentLimits.chunkBytes < bytes.byteLength; seq++)
        await scope.q`
          insert into certificate_attachment_chunks (attachment_id, seq, org_id, party_org_id, bytes)
          values (${id}, ${seq}, ${orgId}, ${partyOrgId}, ${bytes.subarray(seq * attachmentLimits.chunkBytes, (seq + 1) * attachmentLimits.chunkBytes)})`;
      const version = await touchReview(scope, review);
      return done(
        { id, version },
        changeBeside(review, 'attach', version, { before: { attachment: '' }, after: { attachment: fileName } }),
      );
    },
  });

/** A paper of a draft is taken away. What the office may have looked at stays; a better one is added to it. */
export const removeAttachment = defineCommand({
  name: 'certificate-reviews.remove-attachment',
  permission: 'certificate-reviews.register',
  input: removeAttachmentInput,
  async run(scope, { id, attachmentId }) {
    const review = await lockOwn(scope, id);
    if (review.state !== 'draft') throw refusal({ code: 'review.paper_was_submitted', facts: { no: review.no ?? '' } });
    const [gone] = await scope.q<{ fileName: string }[]>`
      delete from certificate_attachments where id = ${attachmentId} and review_id = ${id} and org_id = ${scope.orgId} returning file_name as "fileName"`;
    if (!gone) throw notFound();
    const version = await touchReview(scope, review);
    return done(
      { id: attachmentId, version },
      changeBeside(review, 'remove-attachment', version, {
        before: { attachment: gone.fileName },
        after: { attachment: '' },
      }),
    );
  },
});

/** A look at a paper: who took it is in the history of the case, which both parties read. */
export const openAttachment = defineCommand({
  name: 'certificate-reviews.open-attachment',
  permission: 'certificate-reviews.read',
  isKeptReading: true,
  input: z.strictObject({ id: z.uuid() }),
  async run(scope, { id }) {
    const [found] = await scope.q<(Pick<Attachment, 'fileName' | 'mediaType' | 'byteSize'> & { reviewId: string })[]>`
      select review_id as "reviewId", file_name as "fileName", media_type as "mediaType", byte_size as "byteSize" from certificate_attachments
      where id = ${id} and ${scope.orgId} in (org_id, party_org_id)`;
    if (!found) throw notFound();
    const review = await loadReview(scope, found.reviewId);
    return done(
      found,
      changeBeside(review, 'open-attachment', review.version, {
        before: { attachment: '' },
        after: { attachment: found.fileName },
      }),
    );
  },
});

/** The bytes, a row at a time, each read in a short transaction of its own. */
export function streamAttachment(request: Request, id: string): ReadableStream<Uint8Array> {
  let seq = 0;
  return new ReadableStream({
    async pull(controller) {
      const [row] = await inScope(
        request,
        'read',
        ({ q }) => q<{ bytes: Buffer }[]>`
          select bytes from certificate_attachment_chunks where attachment_id = ${id} and seq = ${seq}`,
      );
      seq += 1;
      if (row) controller.enqueue(new Uint8Array(row.bytes));
      else controller.close();
    },
  });
}

async function lockOwn(scope: Scope, id: string): Promise<ReviewRow> {
  const review = await loadReview(scope, id, 'for update');
  if (review.orgId !== scope.orgId) throw notFound();
  return review;
}
