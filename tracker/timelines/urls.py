app_name = "timelines"
urlpatterns: list = []
