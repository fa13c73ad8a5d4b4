;; A plugin that asks for more than the interface.
(component
  (import "wasi:cli/environment@0.2.0" (instance))
  (instance $plugin)
  (export "textmill:analyzer/plugin@0.1.0" (instance $plugin)))
