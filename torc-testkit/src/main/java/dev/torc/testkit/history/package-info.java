/**
 * Records what clients of a cache saw, and decides whether one register per key could have answered
 * so.
 */
@NullMarked
package dev.torc.testkit.history;

import org.jspecify.annotations.NullMarked;
