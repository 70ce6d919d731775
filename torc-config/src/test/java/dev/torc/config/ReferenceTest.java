package dev.torc.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.torc.config.Samples.Sample;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReferenceTest {

  @Test
  void listsEveryField() {
    assertThat(Reference.markdown(Sample.class))
        .isEqualTo(
            """
            ## Top level

            The whole file.

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `cache` | [`cache`](#cache) | required | | The cache. |
            | `listeners` | mapping of names to [`listeners.<name>`](#listenersname) | `{}` | | Listeners by name. |
            | `kinds` | [`kinds`](#kinds) | `{}` | | Everything else. |
            | `note` | text | none | | A note. |

            ## `cache`

            A sharded cache.

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `cache.vnodesPerNode` | whole number | `160` | 1 to 100000 | Points per node. |
            | `cache.eviction` | `lru`, `least-frequently-used` | `lru` | | What goes first when memory ends. |
            | `cache.memory` | size | `256MiB` | 1KiB to 1GiB | The memory of a node. |
            | `cache.timeout` | duration | `250ms` | 1ms to 1h | How long to wait for a node. |
            | `cache.nodes` | [`cache.nodes`](#cachenodes) | required | | Where nodes come from. |

            ## `cache.nodes`

            Nodes: embedded | static.

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `cache.nodes.embedded` | [`cache.nodes.embedded`](#cachenodesembedded), or its `count` | none | | Nodes run by Torc. |
            | `cache.nodes.static` | list of [`cache.nodes.static[]`](#cachenodesstatic) | `[]` | | Nodes run by others. |

            ## `cache.nodes.embedded`

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `cache.nodes.embedded.count` | whole number | required | 1 to 16 | How many. |
            | `cache.nodes.embedded.firstPort` | whole number | `7000` | | The first port. |

            ## `cache.nodes.static[]`

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `cache.nodes.static[].address` | host:port | required | | Its address. |
            | `cache.nodes.static[].weight` | number | `1` | at least 0 | Its share. |

            ## `listeners.<name>`

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `listeners.<name>.port` | whole number | required | 1 to 65535 | The port. |

            ## `kinds`

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `kinds.large` | whole number | `0` | | A long. |
            | `kinds.enabled` | true or false | `false` | | A switch. |
            | `kinds.text` | text | `none` | | A text. |
            | `kinds.maybe` | whole number | none | | A boxed number. |
            | `kinds.digits` | list of whole number | `[]` | at most 9 | Numbers. |
            | `kinds.groups` | mapping of names to list of text | `{}` | | Lists by name. |
            | `kinds.colour` | Colour | `'#000000'` | | A colour. |
            | `kinds.tree` | [`kinds.tree`](#kindstree) | none | | A tree. |

            ## `kinds.tree`

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `kinds.tree.children` | list of [`kinds.tree`](#kindstree) | `[]` | | Below it. |
            """);
  }

  record Bars(
      @Doc("a | b\nc") @Default("x|y") String bars,
      @Doc("Itself.") @Default("[]") List<Bars> more) {}

  @Test
  void keepsTablesWhole() {
    assertThat(Reference.markdown(Bars.class))
        .contains("| `bars` | text | `x\\|y` | | a \\| b c |\n")
        .contains("| `more` | list of [top level](#top-level) | `[]` | | Itself. |\n");
  }
}
