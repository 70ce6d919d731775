/** What several modules' tests need. */
@NullMarked
package dev.torc.testkit;

import org.jspecify.annotations.NullMarked;
