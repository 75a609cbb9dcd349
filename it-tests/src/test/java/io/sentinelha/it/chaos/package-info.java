/**
 * Faults on real containers: every data node and every supervisor has its own network stack, and
 * the supervisors run the image that {@code deploy/Dockerfile} makes of this build.
 *
 * <p>Needs a Docker engine ({@code bin/ensure-docker}), and no registry: all images are made from
 * files of this machine.
 */
@NullMarked
package io.sentinelha.it.chaos;

import org.jspecify.annotations.NullMarked;
