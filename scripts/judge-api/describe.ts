import ts from 'typescript';
import type { JudgeMember } from '#protocol/evaluation/judge-members.ts';

/** The types of the API's parts, under the names that evaluation code knows them by. */
const ROOT_TYPE = 'Judge';

/**
 * Lists every function of the judge's API, with its signature and the sentence above it.
 *
 * @param source Of `judge-api.ts`.
 */
export function describeJudgeApi(source: string): JudgeMember[] {
  const file = ts.createSourceFile('judge-api.ts', source, ts.ScriptTarget.Latest, true);
  const types = new Map<string, ts.TypeLiteralNode>();
  for (const statement of file.statements) {
    if (ts.isTypeAliasDeclaration(statement) && ts.isTypeLiteralNode(statement.type)) {
      types.set(statement.name.text, statement.type);
    }
  }
  const membersOf = (name: string) => {
    const type = types.get(name);
    if (type === undefined) throw new RangeError(`judge-api.ts has no type ${name}.`);
    return type.members;
  };
  return membersOf(ROOT_TYPE).flatMap((part) => {
    if (!ts.isPropertySignature(part) || !part.type) throw new TypeError('A part has no type.');
    const object = part.name.getText();
    return membersOf(part.type.getText()).map((member) => {
      if (!ts.isMethodSignature(member)) throw new TypeError(`${object} has a member that is no method.`);
      const name = `${object}.${member.name.getText()}`;
      return {
        name,
        signature: member.getText().slice(member.name.getText().length).replace(/;$/, ''),
        summary: summaryOf(member, name),
      };
    });
  });
}

function summaryOf(node: ts.Node, name: string): string {
  const [comment] = ts.getJSDocCommentsAndTags(node).filter(ts.isJSDoc);
  const text = ts.getTextOfJSDocComment(comment?.comment);
  if (!text) throw new TypeError(`${name} has no description.`);
  return text.replaceAll(/\s+/g, ' ').trim();
}
