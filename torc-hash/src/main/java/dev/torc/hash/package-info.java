/**
 * Placement of keys on nodes by consistent hashing.
 *
 * <p>A {@link dev.torc.hash.Placement} is an immutable function from a 64-bit key hash to a node.
 * {@link dev.torc.hash.Ring} is the placement Torc uses unless told otherwise. Nothing here does
 * I/O, reads a clock or logs.
 */
@NullMarked
package dev.torc.hash;

import org.jspecify.annotations.NullMarked;
