app_name = "negotiations"
urlpatterns: list = []
