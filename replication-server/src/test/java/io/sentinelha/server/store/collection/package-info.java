/** Tests of collections, against those of the JDK. */
@NullMarked
package io.sentinelha.server.store.collection;

import org.jspecify.annotations.NullMarked;
