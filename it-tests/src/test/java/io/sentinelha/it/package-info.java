/** What the tests with real processes share: the product as its users start it. */
@NullMarked
package io.sentinelha.it;

import org.jspecify.annotations.NullMarked;
