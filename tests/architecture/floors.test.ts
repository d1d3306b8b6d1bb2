import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { unreachableStates } from '@/domain/lifecycle';
import { menu, moduleNames, numberedModules, subPages } from '@/domain/modules';
import { can, permissions, roles, rolesByOrganisation } from '@/domain/permissions';
import {
  bucketOf,
  effectOf,
  effects,
  isStockBucket,
  type MovementKind,
  outsideBuckets,
  stockBuckets,
  unitEdges,
  unitStates,
} from '@/domain/stock/effects';
import { movementKinds, unitLifecycle } from '@/domain/stock/record';
import { getMessages } from '@/i18n';
import { exporters, workbooks } from '@/server/exporters';
import { importers } from '@/server/importers';
import type { ProcedureMeta } from '@/server/kernel/trpc';
import { appRouter } from '@/server/router';
import { findLifecycles, findRecords } from '../support/definitions';

const root = path.resolve('.');
const modulesBuilt = readdirSync('src/server/modules', { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const kebab = (name: string) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

interface Procedure {
  readonly path: string;
  readonly type: string;
  readonly meta: ProcedureMeta | undefined;
}

const procedures: Procedure[] = Object.entries(appRouter._def.procedures).map(([name, procedure]) => {
  const { type, meta } = (procedure as unknown as { _def: { type: string; meta?: ProcedureMeta } })._def;
  return { path: name, type, meta };
});

describe('every procedure', () => {
  it.each(procedures.map((procedure) => [procedure.path, procedure] as const))(
    '%s says what it is and which permission it needs',
    (_, { path: name, type, meta }) => {
      expect(meta).toBeDefined();
      if (!meta) return;
      expect(Object.keys(permissions)).toContain(meta.permission);
      expect(meta.kind).toBe(type === 'mutation' ? 'command' : 'read');
      expect(meta.name).toMatch(/^[a-z][a-z-]*\.[a-zA-Z][a-zA-Z-]*$/);
      // The first word is the module it is mounted under.
      expect(kebab(name.split('.')[0] ?? '')).toBe(meta.name.split('.')[0]);
    },
  );

  it('has a name of its own', () => {
    const names = procedures.map(({ meta }) => meta?.name ?? '');
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it('there are as many as the modules have, and each module with a router is mounted once', () => {
    expect(procedures.length).toBeGreaterThan(60);
    const withRouter = modulesBuilt.filter((name) => existsSync(`src/server/modules/${name}/router.ts`));
    const mounted = [...new Set(procedures.map(({ path: name }) => kebab(name.split('.')[0] ?? '')))];
    // The search by number is no module's: it stands over all of them.
    expect(mounted.sort()).toEqual([...withRouter, 'records'].sort());
  });
});

describe('the table of permissions', () => {
  it('names only roles that exist, each once', () => {
    for (const [action, allowed] of Object.entries(permissions)) {
      expect([action, allowed.filter((role) => !roles.includes(role))]).toEqual([action, []]);
      expect([action, new Set(allowed).size]).toEqual([action, allowed.length]);
    }
  });

  it('has no line that nothing asks for', () => {
    const asked = new Set<string>([
      ...procedures.map(({ meta }) => meta?.permission ?? ''),
      ...Object.values(exporters).map((definition) => definition.exportPermission ?? ''),
      ...Object.values(workbooks).map(({ permission }) => permission),
      ...Object.values(importers).map((importer) => importer.definition.permission),
    ]);
    // Asked outside the router: sockets, the demo's label sheet, the audit trail's own page, a look as another role.
    const elsewhere = ['live.listen', 'demo.labels', 'session.tidy-views', 'session.view-as'];
    expect(Object.keys(permissions).filter((action) => !asked.has(action) && !elsewhere.includes(action))).toEqual([]);
  });

  it('gives every role a house where it can be held, and every action somebody who holds it', () => {
    const held = new Set(Object.values(rolesByOrganisation).flat());
    expect(roles.filter((role) => !held.has(role))).toEqual([]);
    for (const [action, allowed] of Object.entries(permissions))
      expect([action, allowed.some((role) => held.has(role))]).toEqual([action, true]);
  });

  it('lets a wallboard read aggregates and nothing else', () => {
    const open = procedures.flatMap(({ path: name, meta }) =>
      meta && can(['wallboard'], meta.permission) ? [name] : [],
    );
    expect(open.sort()).toEqual(['overview.city', 'recalls.count', 'session.me']);
  });

  it('lets no office write, but in its own house', () => {
    const office = rolesByOrganisation.blood_office;
    const writes = procedures.flatMap(({ path: name, meta }) =>
      meta?.kind === 'command' && can(office, meta.permission) && !/^(devices|people)\./.test(name) ? [name] : [],
    );
    // Of a certificate review and of a year's plan the office is the second party, and answers it; the shares of donors are its own to give.
    // Reading as a workbook and printing leave a line in the trail, so they are commands; offices have no rows to print. How one's own
    // lists look is nobody else's. How a hospital reports its stock is agreed by the city, and moves no bag; what product codes stand for is kept by it, and so is
    // which houses there are.
    expect(writes.sort()).toEqual([
      'bloodUsePlans.approve',
      'bloodUsePlans.change',
      'bloodUsePlans.review',
      'bloodUsePlans.sendBack',
      'certificateReviews.applyDonations',
      'certificateReviews.approve',
      'certificateReviews.lookUp',
      'certificateReviews.reject',
      'certificateReviews.relieve',
      'certificateReviews.revealIdentity',
      'certificateReviews.voidRelief',
      'clinicalIssues.print',
      'declaredStock.agree',
      'dictionaries.modify',
      'dictionaries.register',
      'dictionaries.restore',
      'dictionaries.retire',
      'donorPlans.allocate',
      'donorPlans.modify',
      'donorPlans.revoke',
      'organisations.modify',
      'organisations.register',
      'organisations.restore',
      'organisations.retire',
      'organisations.setSwitches',
      'products.applyImport',
      'products.modify',
      'products.register',
      'products.restore',
      'products.retire',
      'session.removeView',
      'session.saveView',
      'stock.export',
    ]);
  });
});

const lifecycles = await findLifecycles();
const records = await findRecords();

describe('every life cycle', () => {
  it('is found', () => {
    // Guards the search: a new life cycle is named here too.
    expect(lifecycles.map(([name]) => name).sort()).toEqual([
      'autologousLifecycle',
      'bloodOrderLifecycle',
      'bloodUsePlanLifecycle',
      'clinicalIssueLifecycle',
      'donorPlanLifecycle',
      'downtimeFormLifecycle',
      'exerciseLifecycle',
      'goLiveLifecycle',
      'immunoLifecycle',
      'incidentLifecycle',
      'organisationLifecycle',
      'outboundLifecycle',
      'patientLifecycle',
      'personLifecycle',
      'placeLifecycle',
      'processingLifecycle',
      'productLifecycle',
      'recallLifecycle',
      'receiptLifecycle',
      'redistributionLifecycle',
      'relabellingLifecycle',
      'releaseLifecycle',
      'requestLifecycle',
      'reviewLifecycle',
      'shipmentLifecycle',
      'specimenLifecycle',
      'stocktakeLifecycle',
      'termLifecycle',
      'unitLifecycle',
    ]);
  });

  it.each(lifecycles)('%s is sound', (name, lifecycle) => {
    const states = Object.keys(lifecycle.states);
    expect(states).toContain(lifecycle.initial);
    expect(unreachableStates(lifecycle)).toEqual([]);
    for (const [action, transition] of Object.entries(lifecycle.actions)) {
      expect([action, [...transition.from, ...transition.to].filter((state) => !states.includes(state))]).toEqual([
        action,
        [],
      ]);
      expect([action, transition.from.length > 0 && transition.to.length > 0]).toEqual([action, true]);
      expect([action, Object.keys(permissions)]).toEqual([action, expect.arrayContaining([transition.permission])]);
      // Nothing leads out of a final state.
      expect([action, transition.from.filter((state) => lifecycle.states[state]?.isFinal)]).toEqual([action, []]);
    }
    for (const [state, { tone, stage }] of Object.entries(lifecycle.states)) {
      expect(['quiet', 'plain', 'done', 'back', 'stop', 'hold', 'warn', 'info', 'void']).toContain(tone);
      expect([state, Number.isInteger(stage) && stage >= 0 && stage <= 5]).toEqual([state, true]);
      if (tone === 'done') expect([state, stage]).toEqual([state, 5]);
      // A sheet of paper that was given up as lost can turn up, and what is on it has happened.
      const isForEver = name !== 'downtimeFormLifecycle';
      if (state === 'void')
        expect([state, tone, lifecycle.states[state]?.isFinal ?? false]).toEqual([state, 'void', isForEver]);
    }
  });

  it('whatever takes a record back asks for a reason', () => {
    const silent = lifecycles.flatMap(([name, { actions }]) =>
      Object.entries(actions).flatMap(([action, transition]) =>
        /void|correct|unreceive|unissue|close-short|releaseHold/.test(action) && !transition.needsReason
          ? [`${name}.${action}`]
          : [],
      ),
    );
    expect(silent).toEqual([]);
  });
});

describe('every record', () => {
  it.each(records.map((record) => [record.module, record] as const))(
    '%s names its own fields, and has words for them in both languages',
    (module, record) => {
      const fields = Object.keys(record.fields);
      const used = [
        ...record.listColumns,
        ...(record.exportColumns ?? []),
        ...Object.values(record.filters).map(({ field }) => field),
        record.orderBy,
      ];
      expect(used.filter((field) => !fields.includes(field))).toEqual([]);
      expect(record.fields[record.orderBy]?.kind).toBe('instant');
      expect(
        [...(record.waitingStates ?? []), ...(record.partyWaitingStates ?? [])].filter(
          (state) => !(state in record.lifecycle.states),
        ),
      ).toEqual([]);
      if (record.partyWaitingStates) expect(record.partyOrgColumn).toBeDefined();
      if (record.exportPermission) expect(module === 'stock' || module in exporters).toBe(true);
      for (const locale of ['zh-CN', 'en'] as const) {
        const words = (
          getMessages(locale) as unknown as Record<string, { fields?: object; states?: object } | undefined>
        )[module];
        const shown = [...new Set([...record.listColumns, ...(record.exportColumns ?? [])])];
        expect([locale, shown.filter((field) => !(field in (words?.fields ?? {})))]).toEqual([locale, []]);
        expect([
          locale,
          Object.keys(record.lifecycle.states).filter((state) => !(state in (words?.states ?? {}))),
        ]).toEqual([locale, []]);
      }
    },
  );
});

describe('modules', () => {
  it('all have their name in both languages, and roles and groups too', () => {
    for (const locale of ['zh-CN', 'en'] as const) {
      const { modules } = getMessages(locale);
      expect(Object.keys(modules.names).sort()).toEqual([...moduleNames].sort());
      expect(Object.keys(modules.roles).sort()).toEqual([...roles].sort());
      expect(Object.keys(modules.groups).sort()).toEqual(
        [...new Set(menu.flatMap(({ group }) => group ?? []))]
          .concat('transfusion')
          .filter((name, index, all) => all.indexOf(name) === index)
          .sort(),
      );
      for (const name of moduleNames) expect(modules.names[name].trim()).not.toBe('');
    }
  });

  it('of the menu lead to a page that exists, in the order of the manual', () => {
    for (const { module, path: page } of menu) {
      expect(page).toBe(`/${module}`);
      const places = ['(desk)', '(wall)'].map((group) => path.join(root, 'src/app', group, module, 'page.tsx'));
      expect([module, places.some((place) => existsSync(place))]).toEqual([module, true]);
    }
    const order = menu.filter(({ isBelowLine }) => !isBelowLine).map(({ module }) => moduleNames.indexOf(module));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    expect(numberedModules.filter((name) => !moduleNames.includes(name))).toEqual([]);
  });

  it('have pages below them that exist, with words in both languages', () => {
    for (const { key, path: page } of subPages)
      expect([key, existsSync(path.join(root, 'src/app/(desk)', page, 'page.tsx'))]).toEqual([key, true]);
    const paths = menu.map((entry) => entry.path);
    expect(subPages.filter((page) => paths.includes(page.path))).toEqual([]);
    for (const locale of ['zh-CN', 'en'] as const)
      expect(Object.keys(getMessages(locale).modules.pages).sort()).toEqual(subPages.map(({ key }) => key).sort());
  });

  it('ask for the key that acknowledges a recall nowhere else', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
    const asking = files.filter((file) => /['"`]Alt R['"`]/i.test(readFileSync(path.join('src', file), 'utf8')));
    expect(asking.map((file) => path.basename(file))).toEqual(['recall-alarm.tsx']);
  });

  it('have one name on every floor', () => {
    const notModules = ['session', 'signatures'];
    expect(
      modulesBuilt.filter((name) => !(moduleNames as readonly string[]).includes(name) && !notModules.includes(name)),
    ).toEqual([]);
  });
});

describe('effects of movements', () => {
  const kinds = Object.keys(effects) as MovementKind[];

  it('lead from states to states that exist, never back into nothing, and every edge is written once', () => {
    for (const kind of kinds) {
      const { from, to } = effectOf(kind);
      expect([
        kind,
        unitStates.includes(to),
        from.every((state) => state === 'new' || unitStates.includes(state)),
      ]).toEqual([kind, true, true]);
    }
    const edges = unitEdges().map(({ kind, from, to }) => `${kind} ${from} ${to}`);
    expect(new Set(edges).size).toBe(edges.length);
    expect(edges.length).toBe(kinds.reduce((sum, kind) => sum + effectOf(kind).from.length, 0));
  });

  it('stand each between two different accounts, one of them in stock', () => {
    for (const { kind, from, to } of unitEdges()) {
      const [source, target] = [bucketOf(from), bucketOf(to)];
      // A processing is undone for a bag that expired on hold, too; what a sheet proves elsewhere may have been in quarantine there: the same bucket of another house.
      if (!['appear', 'process_undo'].includes(kind)) expect([kind, source === target]).toEqual([kind, false]);
      expect([kind, isStockBucket(source) || isStockBucket(target)]).toEqual([kind, true]);
      for (const bucket of [source, target]) expect([...stockBuckets, ...outsideBuckets]).toContain(bucket);
    }
  });

  it('are offered by the ledger’s filter, and the life of a bag goes along them', () => {
    expect([...movementKinds].sort()).toEqual([...kinds].sort());
    const pairs = new Set(unitEdges().map(({ from, to }) => `${from} ${to}`));
    const declared = Object.values(unitLifecycle.actions).flatMap((action) =>
      action.from.flatMap((from) => action.to.map((to) => `${from} ${to}`)),
    );
    // A receipt refuses a bag into the sender's quarantine by the same pair of states.
    expect(declared.filter((pair) => !pairs.has(pair))).toEqual([]);
  });

  it('never let an expired bag be promised, given or sent', () => {
    const facts = ['issue_fact'];
    const intentions = kinds.filter(
      (kind) =>
        !facts.includes(kind) &&
        (['reserved', 'issued'].includes(effectOf(kind).to) || kind === 'ship' || kind === 'release_hold'),
    );
    expect(intentions.filter((kind) => !effectOf(kind).needsInDate)).toEqual([]);
  });
});
