/**
 * Whether Torc places keys where other programs do: an {@link dev.torc.it.placement.Oracle} runs
 * the real one.
 */
@NullMarked
package dev.torc.it.placement;

import org.jspecify.annotations.NullMarked;
