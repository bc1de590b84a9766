"""Tests of the index in a cluster, with three real OpenSearch nodes on this machine."""
