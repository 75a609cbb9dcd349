/** Tests of replication, with real servers on the other side. */
@NullMarked
package io.sentinelha.server.replication;

import org.jspecify.annotations.NullMarked;
