import { describe, expect, test } from 'vitest';
import { readXml, XmlError } from '../../src/service/dialects/odata-v4-xml.ts';

describe('reading XML', () => {
  test('comments, instructions, CDATA, entities and single quotes are what XML says they are', () => {
    const root = readXml(`\uFEFF<?xml version='1.0'?>
      <!-- <a> not an element, nor is -- > this -->
      <a one='say "1" &lt; 2' two="a &gt; b&#10;&#x41;&amp;&apos;&quot;">
        <?note <b> ?><b/>
        <c>x &amp; <![CDATA[<d> & ]] >]]>y</c><!-- <e/> -->
      </a>
      <!-- the end -->`);
    expect(root.attributes).toEqual({ one: 'say "1" < 2', two: 'a > b\nA&\'"' });
    expect(root.children.map(({ name }) => name)).toEqual(['b', 'c']);
    expect(root.children[1]?.text).toBe('x & <d> & ]] >y');
  });

  test('prefixes are resolved where they hold, and attributes with one are left behind', () => {
    const root = readXml(
      `<p:a xmlns:p="urn:one" xmlns="urn:two" p:x="1" x="2"><b/><p:c xmlns:p="urn:three"/><p:d/><b xmlns=""/></p:a>`,
    );
    expect(root).toMatchObject({ name: 'a', namespace: 'urn:one', attributes: { x: '2' } });
    expect(root.children.map(({ name, namespace }) => `${namespace} ${name}`)).toEqual([
      'urn:two b',
      'urn:three c',
      'urn:one d',
      ' b',
    ]);
    expect(Object.keys(root.attributes)).toEqual(['x']);
  });

  test('a greater-than sign within an attribute does not end its tag', () => {
    expect(readXml('<a b="x > y" c="/>"/>').attributes).toEqual({ b: 'x > y', c: '/>' });
  });

  test.each([
    ['', 'cut short'],
    ['<a><b></a>', 'line 1'],
    ['<a>', 'cut short'],
    ['<a b="1"', 'line 1'],
    ['<a b=1/>', 'line 1'],
    ['<a/><b/>', 'line 1'],
    ['<a/>text', 'outside'],
    ['<a><!-- </a>', 'cut short'],
    ['<a><![CDATA[ </a>', 'cut short'],
    ['<a>&nbsp;</a>', '&nbsp;'],
    ['<a>&#xFFFFFFF;</a>', 'no character'],
    ['<a>R & D</a>', '&'],
    ['<!DOCTYPE html><html></html>', 'document type'],
    ['<a>\n<b>\n</c></a>', 'line 3'],
    [`${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}`, 'line 1'],
  ])('%j is refused', (document, why) => {
    expect(() => readXml(document)).toThrow(XmlError);
    expect(() => readXml(document)).toThrow(why);
  });

  test('a document of many megabytes is no trouble', () => {
    const type = `<EntityType Name="T">${'<Property Name="P" Type="Edm.String" MaxLength="100"/>'.repeat(100)}</EntityType>`;
    expect(readXml(`<Schema>${type.repeat(1000)}</Schema>`).children).toHaveLength(1000);
  });
});
