#![cfg_attr(fuzzing, no_main)]
customer_core_fuzz::target!(plan_commvault);
