/**
 * The sharded cache behind an HTTP interface.
 *
 * <p>{@link dev.torc.gateway.Gateway} puts the parts together: nodes from a {@link
 * dev.torc.gateway.Provisioner}, the cache over them, its observer, the public listener and the
 * admin listener, which also changes the ring.
 */
@NullMarked
package dev.torc.gateway;

import org.jspecify.annotations.NullMarked;
