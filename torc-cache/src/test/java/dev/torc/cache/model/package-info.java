/** A model of how a key moves from one node to another, and its exhaustive exploration. */
@NullMarked
package dev.torc.cache.model;

import org.jspecify.annotations.NullMarked;
