import { withdrawInput } from '@/domain/go-lives/schema';
import { ownDraft } from '@/domain/own-draft';
import { defineCommand, done } from '../../kernel/command';
import { dropDraft } from '../../kernel/drafts';
import { refusal } from '../../kernel/errors';
import { changeOf } from './change';
import { isOpenRound, loadRounds, lockOpen } from './load';

/** 作废 before the start. What an opening brought to the shelf is taken back first: a record that is closed says nothing of bags that stand there by it. */
export const withdrawGoLive = defineCommand({
  name: 'go-lives.withdraw',
  permission: 'go-lives.withdraw',
  input: withdrawInput,
  async run(scope, { id, version, reason }) {
    const goLive = await lockOpen(scope, { id, version });
    const rounds = await loadRounds(scope, id);
    const posted = rounds.filter(({ state }) => state === 'posted').length;
    if (posted > 0) throw refusal({ code: 'go_live.opening_stands', facts: { count: posted } });
    const open = rounds.find(isOpenRound);
    if (open) await scope.q`update go_live_rounds set state = 'superseded', reason = ${reason} where id = ${open.id}`;
    await scope.q`
      update go_lives set state = 'withdrawn', reason = ${reason}, updated_at = city_now(), version = version + 1 where id = ${id}`;
    await dropDraft(scope, 'go-lives', `${ownDraft}:${id}`);
    return done(
      { id, version: version + 1 },
      changeOf(goLive, { action: 'go-lives.withdraw', state: 'withdrawn', reason, after: {} }),
    );
  },
});
