;; A plugin of another version of the interface.
(component
  (instance $plugin)
  (export "textmill:analyzer/plugin@0.2.0" (instance $plugin)))
