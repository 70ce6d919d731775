/** The Redis protocol and its connections: no part of the API, and not exported. */
@NullMarked
package dev.torc.cache.internal;

import org.jspecify.annotations.NullMarked;
