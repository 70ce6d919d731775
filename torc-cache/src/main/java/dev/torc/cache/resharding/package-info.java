/** Makes changes of the ring: what copies, and what a gateway does meanwhile. */
@NullMarked
package dev.torc.cache.resharding;

import org.jspecify.annotations.NullMarked;
