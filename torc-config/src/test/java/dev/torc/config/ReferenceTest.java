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

  @Test
  void listsUnionsByVariantAndFlatFieldsInPlace() {
    assertThat(Reference.markdown(Routing.Table.class))
        .isEqualTo(
            """
            ## Top level

            A routing table.

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `backends` | list of [`backends[]`](#backends) | `[]` | | Where requests go. |
            | `routes` | mapping of names to [`routes.<name>`](#routesname) | `{}` | | What goes there. |

            ## `backends[]`

            A group of servers.

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `backends[].type` | [`backends[]` with `type`](#backends-with-type) | required | | Where servers are listed. |
            | `backends[].port` | whole number | none | 1 to 65535 | Their port. |
            | `backends[].weight` | whole number | `1` | at least 0 | Its share. |
            | `backends[].lb` | [`backends[].lb`](#backendslb) | `{type: RoundRobin}` | | Which server. |

            ## `backends[]` with `type`

            Where servers are listed.

            Its `type`, in any case and with or without hyphens and underscores, is one of `kube`, `dns`, `static`.

            ### `backends[]` with `type: kube`

            A Kubernetes service.

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `backends[].name` | text | required | | The service. |
            | `backends[].namespace` | text | `default` | | Its namespace. |

            ### `backends[]` with `type: dns`

            Also called `StrictDns`.

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `backends[].host` | text | required | | The host. |
            | `backends[].ttl` | duration | `30s` | | How long an answer holds. |

            ### `backends[]` with `type: static`

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `backends[].addresses` | list of host:port | required | | The addresses. |

            ## `backends[].lb`

            How a server is chosen.

            Its `type`, in any case and with or without hyphens and underscores, is one of `RoundRobin`, `RingHash`, `Maglev`.

            ### `backends[].lb` with `type: RoundRobin`

            Each in turn.

            It has no other fields.

            ### `backends[].lb` with `type: RingHash`

            A ring of points.

            Also called `RING_HASH_LB`, `ketama`.

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `backends[].lb.minRingSize` | whole number | `1024` | at least 1 | The least number of points. |
            | `backends[].lb.maxRingSize` | whole number | none | | The greatest number of points. |
            | `backends[].lb.sources` | list of [`backends[].lb.sources[]`](#backendslbsources) | `[]` | | What is hashed. |

            ### `backends[].lb` with `type: Maglev`

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `backends[].lb.tableSize` | whole number | `65537` | | A prime. |

            ## `backends[].lb.sources[]`

            A part of a request.

            Its `from`, in any case and with or without hyphens and underscores, is one of `header`, `address`.

            ### `backends[].lb.sources[]` with `from: header`

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `backends[].lb.sources[].name` | text | required | | Its name. |

            ### `backends[].lb.sources[]` with `from: address`

            It has no other fields.

            ## `routes.<name>`

            Which requests, and where to.

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `routes.<name>.path` | [`routes.<name>.path`](#routesnamepath) | none | | The path. |
            | `routes.<name>.requestTimeout` | duration | `15s` | | How long. |
            | `routes.<name>.retries` | whole number | `0` | | How often. |
            | `routes.<name>.targets` | list of whole number | `[]` | | Indexes of backends. |

            ## `routes.<name>.path`

            A path.

            Its `matchType`, in any case and with or without hyphens and underscores, is one of `Exact`, `Prefix`; without it, `Exact`.

            ### `routes.<name>.path` with `matchType: Exact`

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `routes.<name>.path.value` | text | required | | All of it. |

            ### `routes.<name>.path` with `matchType: Prefix`

            | Field | Type | Default | Range | Meaning |
            | --- | --- | --- | --- | --- |
            | `routes.<name>.path.value` | text | required | | Its start. |
            | `routes.<name>.path.caseSensitive` | true or false | `true` | | Whether case differs. |
            """);
  }

  record Top(
      @Flat Routing.PathMatch path, @Doc("Others.") @Default("[]") List<Routing.PathMatch> more) {}

  @Test
  void linksToAUnionThatIsFlatAtTheTop() {
    assertThat(Reference.markdown(Top.class))
        .contains(
            "| `matchType` | [Top level with `matchType`](#top-level-with-matchtype) | `Exact` | |"
                + " A path. |\n")
        .contains(
            "| `more` | list of [Top level with `matchType`](#top-level-with-matchtype) | `[]` | |"
                + " Others. |\n")
        .contains("## Top level with `matchType`\n\nA path.\n\n")
        .contains("### Top level with `matchType: Prefix`\n\n| Field |");
  }
}
