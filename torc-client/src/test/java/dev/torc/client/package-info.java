@NullMarked
package dev.torc.client;

import org.jspecify.annotations.NullMarked;
