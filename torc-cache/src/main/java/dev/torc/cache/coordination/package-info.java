/**
 * What all gateways of a cache agree on: who the nodes are, by which rings keys are placed, and how
 * far a change of the ring has come. Values and pure functions, and the {@link
 * dev.torc.cache.coordination.Coordinator} that keeps them.
 */
@NullMarked
package dev.torc.cache.coordination;

import org.jspecify.annotations.NullMarked;
