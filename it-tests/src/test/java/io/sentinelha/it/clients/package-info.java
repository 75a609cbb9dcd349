/**
 * Client libraries, unmodified and set up as their manuals say, find the primary through our
 * supervisors and follow it. Libraries of other languages run as programs of their own.
 */
@NullMarked
package io.sentinelha.it.clients;

import org.jspecify.annotations.NullMarked;
