import { describe, expect, it } from 'vitest';
import { getMessages } from './index';

function flatten(tree: object, path = ''): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : flatten(value as object, `${path}${key}.`),
  );
}

const zh = new Map(flatten(getMessages('zh-CN')));
const en = new Map(flatten(getMessages('en')));

/** Names of the arguments of a message, without the words of plural and select branches. */
function argumentsOf(message: string): string[] {
  const names = new Set<string>();
  let depth = 0;
  for (let at = 0; at < message.length; at += 1) {
    if (message[at] === '{') {
      depth += 1;
      const name = depth % 2 === 1 ? /^\{\s*(\w+)\s*[,}]/.exec(message.slice(at))?.[1] : undefined;
      if (name) names.add(name);
    }
    if (message[at] === '}') depth -= 1;
  }
  return [...names].sort();
}

describe('the words of the screens', () => {
  /** 袋, bag or bags: what a list counts. Chinese has one form for every number. */
  const isUnit = (key: string) => /^([^.]+\.unit|common\.unit\.item)$/.test(key);

  it('say the same things in both languages, with the same facts in them', () => {
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
    const different = [...zh].filter(
      ([key, text]) => !isUnit(key) && argumentsOf(text).join() !== argumentsOf(en.get(key) ?? '').join(),
    );
    expect(different.map(([key]) => key)).toEqual([]);
  });

  it('neither apologise nor exclaim nor congratulate', () => {
    const wordy = [...zh].filter(([, text]) => /[!！]|请您|成功|抱歉|对不起/.test(text));
    const wordyEnglish = [...en].filter(([, text]) => /!|\bplease\b|\bsorry\b|successful/i.test(text));
    expect([...wordy, ...wordyEnglish].map(([key]) => key)).toEqual([]);
  });

  it('leave no message empty', () => {
    expect([...zh, ...en].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([]);
  });

  it('know one from many in English', () => {
    const counted =
      /\{(count|cells|bags|boxes|lines|others|found|remaining|minutes|days|hours|limit)\} (?!is\b|res\b|was\b|has\b|less\b)[a-z]+s\b/;
    expect([...en].filter(([, text]) => counted.test(text)).map(([key]) => key)).toEqual([]);
    const forms = /^\{count, plural, one \{[a-z]+\} other \{[a-z]+\}\}$/;
    const units = [...en].filter(([key]) => isUnit(key));
    expect(units.length).toBeGreaterThan(10);
    expect(units.filter(([, text]) => !forms.test(text)).map(([key]) => key)).toEqual([]);
  });
});
