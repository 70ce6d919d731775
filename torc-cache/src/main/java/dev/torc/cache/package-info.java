/**
 * A cache sharded over Redis nodes.
 *
 * <p>{@link dev.torc.cache.ShardedCache} sends each key to the node that owns it on the ring of the
 * current {@link dev.torc.cache.Epoch}; {@link dev.torc.cache.NodeObserver} watches the nodes.
 * Everything is asynchronous and runs on Netty event loops, each with one connection per node.
 */
@NullMarked
package dev.torc.cache;

import org.jspecify.annotations.NullMarked;
