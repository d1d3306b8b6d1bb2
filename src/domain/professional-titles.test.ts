import { describe, expect, it } from 'vitest';
import { findPhysicianTitle, isIntermediateOrAbove, type PhysicianTitle } from './professional-titles';

describe('the title of a directory', () => {
  it.each<[string, PhysicianTitle | null]>([
    ['主任医师', 'chief'],
    ['副主任医师', 'associate_chief'],
    ['主治医师', 'attending'],
    ['医师', 'physician'],
    ['住院医师', 'physician'],
    ['医士', 'assistant'],
    [' 主治医师 ', 'attending'],
    ['主任医师、教授', 'chief'],
    ['教授/副主任医师', 'associate_chief'],
    ['主治医师（规培）', 'attending'],
    ['医师，主治医师', 'attending'],
    ['主治', null],
    ['科主任', null],
    ['主任技师', null],
    ['非主治医师', null],
    ['', null],
  ])('%j is %s', (text, title) => expect(findPhysicianTitle(text)).toBe(title));
  it.each<[PhysicianTitle, boolean]>([
    ['chief', true],
    ['associate_chief', true],
    ['attending', true],
    ['physician', false],
    ['assistant', false],
  ])('%s is intermediate or above: %s', (title, is) => expect(isIntermediateOrAbove(title)).toBe(is));
});
