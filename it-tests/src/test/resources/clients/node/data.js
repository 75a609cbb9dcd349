// Uses a server on a port as an application would; prints ok.
const assert = require('assert');
const Redis = require('ioredis');

async function main() {
  const client = new Redis(Number(process.argv[2]));
  const listener = new Redis(Number(process.argv[2]));
  assert.strictEqual(await client.set('node', '1'), 'OK');
  assert.strictEqual(await client.incr('node'), 2);
  assert.deepStrictEqual(await client.mget('node', 'nosuch'), ['2', null]);
  assert.deepStrictEqual(await client.multi().set('a', 'b').get('a').exec(), [
    [null, 'OK'],
    [null, 'b'],
  ]);
  const heard = new Promise((resolve) => listener.on('message', (c, m) => resolve(m)));
  await listener.subscribe('news');
  assert.strictEqual(await client.publish('news', 'hello'), 1);
  assert.strictEqual(await heard, 'hello');
  await assert.rejects(client.call('nosuch'), /unknown command/);
  client.disconnect();
  listener.disconnect();
  console.log('ok');
}

main().catch((e) => {
  console.log(e);
  process.exit(1);
});
