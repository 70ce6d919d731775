/** Changes of a cache's ring, measured: what clients see of them, and what copying costs. */
@NullMarked
package dev.torc.bench.reshard;

import org.jspecify.annotations.NullMarked;
