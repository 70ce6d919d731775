/** Live resharding under load and faults, with real processes, and a checker over what happened. */
@NullMarked
package dev.torc.bench.torture;

import org.jspecify.annotations.NullMarked;
