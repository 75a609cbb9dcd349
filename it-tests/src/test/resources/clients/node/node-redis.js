'use strict';

// Drives node-redis: its Sentinel client reads from replicas when it has a pool of connections to
// them.

const { createSentinel } = require('redis');
const { serve, setup } = require('./orders');

const { name, supervisors, readFromReplicas, supervisorPassword, serverPassword } = setup();

let believed = 0;

const sentinel = createSentinel({
  name,
  sentinelRootNodes: supervisors.map((port) => ({ host: '127.0.0.1', port })),
  sentinelClientOptions: { password: supervisorPassword },
  nodeClientOptions: { password: serverPassword },
  replicaPoolSize: readFromReplicas ? 1 : 0,
});
sentinel.on('error', () => {}); // It reconnects by itself; orders are answered with their error.
sentinel.on('topology-change', (event) => {
  if (event.type === 'MASTER_CHANGE') {
    believed = Number(event.node.port);
  }
});

sentinel.connect().then(() =>
  serve({
    write: (key, value) => sentinel.set(key, value),
    read: (key) => sentinel.get(key),
    believed: () => believed,
  })
);
