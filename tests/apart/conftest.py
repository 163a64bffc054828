from tests.sight.conftest import secretive as secretive
