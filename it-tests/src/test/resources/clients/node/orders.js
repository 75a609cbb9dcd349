'use strict';

// Reads one order per line and answers each with one line: "ok", "value X", "none" or "error WHY".

const readline = require('node:readline');

/** What the test wants of the library: the last argument, as JSON. */
exports.setup = () => JSON.parse(process.argv[process.argv.length - 1]);

/** Answers orders, one after the other, until the input ends. */
exports.serve = async (client) => {
  console.log('ok');
  for await (const line of readline.createInterface({ input: process.stdin })) {
    try {
      console.log(await answer(client, line.split(' ')));
    } catch (e) {
      console.log('error ' + String(e && e.message).replaceAll('\n', ' '));
    }
  }
  process.exit(0);
};

async function answer(client, [order, key, value]) {
  switch (order) {
    case 'write':
      await client.write(key, value);
      return 'ok';
    case 'read': {
      const found = await client.read(key);
      return found === null ? 'none' : 'value ' + found;
    }
    case 'believed':
      return 'value ' + client.believed();
    default:
      throw new Error('unknown order: ' + order);
  }
}
