;; Exports the plugin's interface, with functions of other types.
(component
  (core module $module (func (export "describe")))
  (core instance $instance (instantiate $module))
  (func $describe (canon lift (core func $instance "describe")))
  (instance $plugin
    (export "describe" (func $describe)))
  (export "textmill:analyzer/plugin@0.1.0" (instance $plugin)))
