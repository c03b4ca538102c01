"""The shipped playbooks, one YAML file each; read them with `analysis.strategies.load_playbook`."""
