'use strict';

// Drives ioredis: one connection to the primary and, if asked for, another to a replica.

const Redis = require('ioredis');
const { serve, setup } = require('./orders');

const { name, supervisors, readFromReplicas, supervisorPassword, serverPassword } = setup();

function connect(role) {
  const redis = new Redis({
    sentinels: supervisors.map((port) => ({ host: '127.0.0.1', port })),
    name,
    role,
    failoverDetector: true,
    sentinelPassword: supervisorPassword,
    password: serverPassword,
  });
  redis.on('error', () => {}); // It reconnects by itself; orders are answered with their error.
  // With failoverDetector it gives up for good if a switch is announced while it is connecting.
  redis.on('end', () => setTimeout(() => redis.connect().catch(() => {}), 100));
  return redis;
}

const primary = connect('master');
const reader = readFromReplicas ? connect('slave') : primary;

primary.ping().then(() =>
  serve({
    write: (key, value) => primary.set(key, value),
    read: (key) => reader.get(key),
    believed: () => primary.stream.remotePort,
  })
);
