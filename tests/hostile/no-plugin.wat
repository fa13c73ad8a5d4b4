;; A component that exports no plugin.
(component)
